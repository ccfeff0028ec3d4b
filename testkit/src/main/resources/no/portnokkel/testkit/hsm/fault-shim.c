/*
 * A PKCS#11 module in front of another one that does what real ones do on a bad day. The file CONTROL says what; it is
 * read at each call, one rule a line, and no file means a good day:
 *
 *   FUNCTION answer CKR     returns the code instead of calling; in C_Initialize, C_Finalize and C_GetInfo only by name.
 *                           C_Sign and C_SignFinal are called all the same, since whatever they say ends the operation
 *   FUNCTION latch CKR      likewise, and this copy goes on so until C_Finalize, whatever the file says
 *   FUNCTION forever CKR    likewise, and C_Finalize does not help
 *   FUNCTION hang           returns only when the file says so no more
 *   FUNCTION slow MS        waits first
 *   FUNCTION after CKR      calls, and from then on this copy answers everything with the code until C_Finalize
 *   FUNCTION wrong          calls, and turns over a bit of the signature
 *   FUNCTION drop           once a file: all sessions are closed first
 *   * now SECONDS           what time it is, for the next one
 *   * idle SECONDS          all sessions are closed when there was no call for longer than that
 *   FUNCTION count          each call that has returned adds a byte to the file CONTROL.count
 *   * flags BITS            are shown by C_GetTokenInfo too
 *   * backwards             C_GetSlotList
 *   * hide TYPE             C_GetAttributeValue does not show this attribute to who asks for it alone
 *   * empty                 C_GetSlotList shows no token
 *   at NANOS                when the file was written, by the clock that nobody sets
 *
 * FUNCTION is a name or *. A line that begins with "old" is for copies of this module that were loaded before "at".
 * CONTROL and REAL_MODULE are compiled in. Each copy of this module has a copy of the real one, and so a login
 * and sessions of its own.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NAMES(F) \
    F(0, C_Initialize) F(1, C_Finalize) F(2, C_GetInfo) F(3, C_GetFunctionList) F(4, C_GetSlotList) F(5, C_GetSlotInfo) \
    F(6, C_GetTokenInfo) F(7, C_GetMechanismList) F(8, C_GetMechanismInfo) F(9, C_InitToken) F(10, C_InitPIN) \
    F(11, C_SetPIN) F(12, C_OpenSession) F(13, C_CloseSession) F(14, C_CloseAllSessions) F(15, C_GetSessionInfo) \
    F(16, C_GetOperationState) F(17, C_SetOperationState) F(18, C_Login) F(19, C_Logout) F(20, C_CreateObject) \
    F(21, C_CopyObject) F(22, C_DestroyObject) F(23, C_GetObjectSize) F(24, C_GetAttributeValue) \
    F(25, C_SetAttributeValue) F(26, C_FindObjectsInit) F(27, C_FindObjects) F(28, C_FindObjectsFinal) \
    F(29, C_EncryptInit) F(30, C_Encrypt) F(31, C_EncryptUpdate) F(32, C_EncryptFinal) F(33, C_DecryptInit) \
    F(34, C_Decrypt) F(35, C_DecryptUpdate) F(36, C_DecryptFinal) F(37, C_DigestInit) F(38, C_Digest) \
    F(39, C_DigestUpdate) F(40, C_DigestKey) F(41, C_DigestFinal) F(42, C_SignInit) F(43, C_Sign) F(44, C_SignUpdate) \
    F(45, C_SignFinal) F(46, C_SignRecoverInit) F(47, C_SignRecover) F(48, C_VerifyInit) F(49, C_Verify) \
    F(50, C_VerifyUpdate) F(51, C_VerifyFinal) F(52, C_VerifyRecoverInit) F(53, C_VerifyRecover) \
    F(54, C_DigestEncryptUpdate) F(55, C_DecryptDigestUpdate) F(56, C_SignEncryptUpdate) F(57, C_DecryptVerifyUpdate) \
    F(58, C_GenerateKey) F(59, C_GenerateKeyPair) F(60, C_WrapKey) F(61, C_UnwrapKey) F(62, C_DeriveKey) \
    F(63, C_SeedRandom) F(64, C_GenerateRandom) F(65, C_GetFunctionStatus) F(66, C_CancelFunction) F(67, C_WaitForSlotEvent)

enum { INITIALIZE = 0, FINALIZE = 1, GET_INFO = 2, GET_FUNCTION_LIST = 3, GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6,
       OPEN_SESSION = 12, CLOSE_ALL_SESSIONS = 14, GET_ATTRIBUTE_VALUE = 24, SIGN = 43, SIGN_FINAL = 45, FUNCTIONS = 68 };
enum { OK = 0, ATTRIBUTE_SENSITIVE = 0x11, GENERAL_ERROR = 5, FLAGS_OFFSET = 96, LATCHED = 1, FOR_GOOD = 2 };

typedef unsigned long word;
typedef word (*function)(word, word, word, word, word, word, word, word, word);
struct list {
    unsigned char version[2];
    function functions[FUNCTIONS];
};
/* What the file says about one call. */
struct day {
    word answer;
    int count, hang, wrong, backwards, empty, drop;
    word slow, after, flags, hidden, now, idle;
    int latch;
    long long written;
};

static const char *names[FUNCTIONS] = {
#define NAME(i, name) [i] = #name,
    NAMES(NAME)
};
static struct list *real, ours;
static long long loaded, dropped;
static volatile int latched;
static volatile word latched_answer;
static word slot, last_call;

static long long nanos(struct timespec t) {
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int concerns(const char *pattern, int index) {
    int always = index != INITIALIZE && index != FINALIZE && index != GET_INFO;
    return strcmp(pattern, names[index]) == 0 || (strcmp(pattern, "*") == 0 && always);
}

static void rule(struct day *day, const char *what, word value) {
    if (!strcmp(what, "answer")) day->answer = value;
    if (!strcmp(what, "latch")) day->answer = value, day->latch = LATCHED;
    if (!strcmp(what, "forever")) day->answer = value, day->latch = FOR_GOOD;
    if (!strcmp(what, "hang")) day->hang = 1;
    if (!strcmp(what, "slow")) day->slow = value;
    if (!strcmp(what, "after")) day->after = value;
    if (!strcmp(what, "wrong")) day->wrong = 1;
    if (!strcmp(what, "drop")) day->drop = 1;
    if (!strcmp(what, "flags")) day->flags = value;
    if (!strcmp(what, "now")) day->now = value;
    if (!strcmp(what, "idle")) day->idle = value;
    if (!strcmp(what, "count")) day->count = 1;
    if (!strcmp(what, "hide")) day->hidden = value;
    if (!strcmp(what, "backwards")) day->backwards = 1;
    if (!strcmp(what, "empty")) day->empty = 1;
}

static struct day today(int index) {
    struct day day = {0};
    FILE *file = fopen(CONTROL, "r");
    if (!file) {
        return day;
    }
    char line[200];
    while (fgets(line, sizeof line, file)) {
        char *text = line, pattern[64] = "", what[32] = "", value[32] = "0";
        if (sscanf(text, "at %lld", &day.written) == 1) continue;
        if (!strncmp(text, "old ", 4)) {
            if (loaded > day.written) continue;
            text += 4;
        }
        if (sscanf(text, "%63s %31s %31s", pattern, what, value) >= 2 && concerns(pattern, index)) {
            rule(&day, what, strtoul(value, 0, 0));
        }
    }
    fclose(file);
    return day;
}

static void backwards(word *slots, word count) {
    for (word i = 0; i < count / 2; i++) {
        word other = slots[i];
        slots[i] = slots[count - 1 - i];
        slots[count - 1 - i] = other;
    }
}

static void count(void) {
    int file = open(CONTROL ".count", O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (file >= 0 && write(file, "x", 1) == 1) close(file);
}

static word call(int i, word a, word b, word c, word d, word e, word f, word g, word h, word k) {
    struct day day = today(i);
    int first = i == INITIALIZE || i == FINALIZE || i == GET_INFO;
    while (day.hang) {
        usleep(5000);
        day = today(i);
    }
    if (day.slow) usleep(day.slow * 1000);
    if (i == FINALIZE && latched == LATCHED) latched = 0;
    if (latched && !first) return latched_answer;
    if (day.latch && !latched) latched_answer = day.answer, latched = day.latch;
    if (day.answer && (i == SIGN || i == SIGN_FINAL)) real->functions[i](a, b, c, d, e, f, g, h, k);
    if (day.answer) return day.answer;
    if (day.drop && dropped != day.written) {
        dropped = day.written;
        real->functions[CLOSE_ALL_SESSIONS](slot, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    if (day.idle && day.now > last_call + day.idle) real->functions[CLOSE_ALL_SESSIONS](slot, 0, 0, 0, 0, 0, 0, 0, 0);
    if (day.now) last_call = day.now;
    if (i == OPEN_SESSION) slot = a;
    if (day.hidden && i == GET_ATTRIBUTE_VALUE && d == 1 && *(word *) c == day.hidden) return ATTRIBUTE_SENSITIVE;
    word answer = real->functions[i](a, b, c, d, e, f, g, h, k);
    if (answer == OK && i == GET_SLOT_LIST && c) {
        if (day.empty) *(word *) c = 0;
        if (day.backwards && b) backwards((word *) b, *(word *) c);
    }
    if (answer == OK && i == GET_TOKEN_INFO) *(word *) ((char *) b + FLAGS_OFFSET) |= day.flags;
    if (answer == OK && day.wrong && i == SIGN && d) *(char *) d ^= 1;
    if (answer == OK && day.wrong && i == SIGN_FINAL && b) *(char *) b ^= 1;
    if (day.count) count();
    if (day.after) latched_answer = day.after, latched = LATCHED;
    return answer;
}

#define WRAPPER(i, name) \
    static word call_##i(word a, word b, word c, word d, word e, word f, word g, word h, word k) { \
        return call(i, a, b, c, d, e, f, g, h, k); \
    }
NAMES(WRAPPER)
static const function wrappers[FUNCTIONS] = {
#define ENTRY(i, name) [i] = call_##i,
    NAMES(ENTRY)
};

/* The loader knows a library by its file: another file is another state. */
static void *load_copy(void) {
    char path[] = CONTROL ".real-XXXXXX";
    int to = mkstemp(path), from = open(REAL_MODULE, O_RDONLY);
    struct stat about;
    if (to < 0 || from < 0 || fstat(from, &about)) {
        return 0;
    }
    for (off_t done = 0; done < about.st_size;) {
        ssize_t part = sendfile(to, from, &done, about.st_size - done);
        if (part <= 0) return 0;
    }
    close(from);
    close(to);
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    unlink(path);
    return module;
}

word C_GetFunctionList(struct list **list) {
    if (!real) {
        void *module = load_copy();
        word (*get)(struct list **) = module ? (word (*)(struct list **)) dlsym(module, "C_GetFunctionList") : 0;
        if (!get || get(&real) != OK) {
            return GENERAL_ERROR;
        }
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        loaded = nanos(now);
        memcpy(&ours, real, sizeof ours);
        memcpy(ours.functions, wrappers, sizeof wrappers);
        ours.functions[GET_FUNCTION_LIST] = (function) C_GetFunctionList;
    }
    *list = &ours;
    return OK;
}
