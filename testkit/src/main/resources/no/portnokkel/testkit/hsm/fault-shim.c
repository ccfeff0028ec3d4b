/*
 * A PKCS#11 module that forwards calls to another module and injects faults. The file CONTROL contains the rules, one a
 * line. It is read at each call; without the file there are no faults:
 *
 *   FUNCTION answer CKR     returns the code instead of calling. C_Initialize, C_Finalize and C_GetInfo only match by name.
 *                           C_Sign and C_SignFinal are called nevertheless, since any result ends the operation
 *   FUNCTION latch CKR      like answer, and this copy keeps returning the code until C_Finalize, whatever the file says
 *   FUNCTION forever CKR    like latch, but C_Finalize does not end it
 *   FUNCTION hang           returns only after the rule is removed
 *   FUNCTION slow MS        waits before the call
 *   FUNCTION after CKR      calls; afterwards this copy returns the code from every function until C_Finalize
 *   FUNCTION wrong          calls, and inverts one bit of the signature
 *   FUNCTION drop           closes all sessions before the call, once for each version of the file
 *   * now SECONDS           the present time, for the next rule
 *   * idle SECONDS          closes all sessions when the last call was longer ago
 *   FUNCTION count          appends a byte to the file CONTROL.count for each call that has returned
 *   * flags BITS            C_GetTokenInfo shows these flags in addition
 *   * backwards             C_GetSlotList returns the slots in reverse order
 *   * hide TYPE             C_GetAttributeValue does not show this attribute when it is requested alone
 *   * alter TYPE            C_GetAttributeValue inverts the lowest bit of the first byte of this attribute
 *   * code CKR              what it returns for a hidden attribute, instead of CKR_ATTRIBUTE_SENSITIVE
 *   FUNCTION about LABEL    the rules for C_GetAttributeValue or C_SignInit concern objects with this label only
 *   FUNCTION slot ID        the rules for this function concern calls about this slot only
 *   C_SignInit mechanism CKM  the rules for C_SignInit concern this mechanism only
 *   C_GetAttributeValue garble  the value of a certificate is not a certificate
 *   C_GetAttributeValue pad   labels end with zeros, as those of fixed length do
 *   * polite                  C_Initialize is OK again and again, and C_Finalize does nothing
 *   * key-size MAX          C_GetMechanismInfo shows this size as the largest of a key
 *   * no-sign               C_GetMechanismInfo shows no mechanism that signs
 *   * high                  slot ids are larger by 2^31
 *   * empty                 C_GetSlotList returns no slots with a token
 *   at NANOS                when the file was written, by the monotonic clock
 *
 * FUNCTION is a name or *. A line that begins with "old" applies to copies of this module that were loaded before "at".
 * CONTROL and REAL_MODULE are compiled in. Each copy of this module has its own copy of the real module, and so its own
 * login and sessions; compiled with SHARED, all copies use the real module itself, as wrappers and clients of a daemon do.
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
       GET_MECHANISM_INFO = 8, OPEN_SESSION = 12, CLOSE_ALL_SESSIONS = 14, GET_ATTRIBUTE_VALUE = 24, SIGN_INIT = 42, SIGN = 43, SIGN_FINAL = 45, FUNCTIONS = 68 };
enum { OK = 0, ATTRIBUTE_SENSITIVE = 0x11, ALREADY_INITIALIZED = 0x191, GENERAL_ERROR = 5, FLAGS_OFFSET = 96, LATCHED = 1, PERMANENT = 2,
       LABEL = 3, PADDING = 4, VALUE = 0x11, SIGNS = 1 << 11 };

typedef unsigned long word;
typedef word (*function)(word, word, word, word, word, word, word, word, word);
struct list {
    unsigned char version[2];
    function functions[FUNCTIONS];
};
struct attribute {
    word type;
    void *value;
    word length;
};
/* The rules that apply to one call. */
struct faults {
    word answer;
    int count, hang, wrong, backwards, empty, drop;
    word slow, after, flags, hidden, altered, code, now, idle, slot, key_size, mechanism;
    int latch, garble, pad, polite, no_sign, high;
    char about[32];
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

static void rule(struct faults *faults, const char *what, const char *text) {
    word value = strtoul(text, 0, 0);
    if (!strcmp(what, "answer")) faults->answer = value;
    if (!strcmp(what, "latch")) faults->answer = value, faults->latch = LATCHED;
    if (!strcmp(what, "forever")) faults->answer = value, faults->latch = PERMANENT;
    if (!strcmp(what, "hang")) faults->hang = 1;
    if (!strcmp(what, "slow")) faults->slow = value;
    if (!strcmp(what, "after")) faults->after = value;
    if (!strcmp(what, "wrong")) faults->wrong = 1;
    if (!strcmp(what, "drop")) faults->drop = 1;
    if (!strcmp(what, "flags")) faults->flags = value;
    if (!strcmp(what, "now")) faults->now = value;
    if (!strcmp(what, "idle")) faults->idle = value;
    if (!strcmp(what, "count")) faults->count = 1;
    if (!strcmp(what, "hide")) faults->hidden = value;
    if (!strcmp(what, "alter")) faults->altered = value;
    if (!strcmp(what, "backwards")) faults->backwards = 1;
    if (!strcmp(what, "empty")) faults->empty = 1;
    if (!strcmp(what, "code")) faults->code = value;
    if (!strcmp(what, "about")) strcpy(faults->about, text);
    if (!strcmp(what, "slot")) faults->slot = value;
    if (!strcmp(what, "mechanism")) faults->mechanism = value;
    if (!strcmp(what, "garble")) faults->garble = 1;
    if (!strcmp(what, "polite")) faults->polite = 1;
    if (!strcmp(what, "pad")) faults->pad = 1;
    if (!strcmp(what, "key-size")) faults->key_size = value;
    if (!strcmp(what, "no-sign")) faults->no_sign = 1;
    if (!strcmp(what, "high")) faults->high = 1;
}

static struct faults read_rules(int index) {
    struct faults faults = {0};
    FILE *file = fopen(CONTROL, "r");
    if (!file) {
        return faults;
    }
    char line[200];
    while (fgets(line, sizeof line, file)) {
        char *text = line, pattern[64] = "", what[32] = "", value[32] = "0";
        if (sscanf(text, "at %lld", &faults.written) == 1) continue;
        if (!strncmp(text, "old ", 4)) {
            if (loaded > faults.written) continue;
            text += 4;
        }
        if (sscanf(text, "%63s %31s %31s", pattern, what, value) >= 2 && (concerns(pattern, index) || !strcmp(what, "polite"))) {
            rule(&faults, what, value);
        }
    }
    fclose(file);
    return faults;
}

static void backwards(word *slots, word count) {
    for (word i = 0; i < count / 2; i++) {
        word other = slots[i];
        slots[i] = slots[count - 1 - i];
        slots[count - 1 - i] = other;
    }
}

/* Returns whether the rules of this call concern its object and its slot. */
static int concerned(struct faults *faults, int i, word a, word b, word c) {
    if (faults->slot && a != faults->slot) return 0;
    if (faults->mechanism && i == SIGN_INIT && *(word *) b != faults->mechanism) return 0;
    if (!faults->about[0] || (i != GET_ATTRIBUTE_VALUE && i != SIGN_INIT)) return 1;
    char label[32] = "";
    struct attribute query = {LABEL, label, sizeof label - 1};
    return real->functions[GET_ATTRIBUTE_VALUE](a, i == SIGN_INIT ? c : b, (word) &query, 1, 0, 0, 0, 0, 0) == OK
        && strcmp(label, faults->about) == 0;
}

static void garble(struct attribute *attributes, word count) {
    for (word i = 0; i < count; i++) {
        if (attributes[i].type == VALUE && attributes[i].value) memset(attributes[i].value, 0, attributes[i].length);
    }
}

static void alter(struct attribute *attributes, word count, word type) {
    for (word i = 0; i < count; i++) {
        if (attributes[i].type == type && attributes[i].value && attributes[i].length) *(char *) attributes[i].value ^= 1;
    }
}

static void pad(struct attribute *attributes, word count) {
    for (word i = 0; i < count; i++) {
        if (attributes[i].type != LABEL) continue;
        if (attributes[i].value) memset((char *) attributes[i].value + attributes[i].length, 0, PADDING);
        attributes[i].length += PADDING;
    }
}

static int is_about_a_slot(int i) {
    return (i >= 5 && i <= 9) || i == OPEN_SESSION || i == CLOSE_ALL_SESSIONS;
}

/* The file exists from the start: a call that returns after the end of a test must not create it anew in a folder that is being deleted. */
static void count(void) {
    int file = open(CONTROL ".count", O_WRONLY | O_APPEND);
    if (file >= 0 && write(file, "x", 1) == 1) close(file);
}

static word call(int i, word a, word b, word c, word d, word e, word f, word g, word h, word k) {
    struct faults faults = read_rules(i);
    if (faults.high && is_about_a_slot(i)) a -= 1UL << 31;
    if (!concerned(&faults, i, a, b, c)) faults.answer = faults.garble = faults.hang = faults.slow = 0;
    int first = i == INITIALIZE || i == FINALIZE || i == GET_INFO;
    while (faults.hang) {
        usleep(5000);
        faults = read_rules(i);
    }
    if (faults.slow) usleep(faults.slow * 1000);
    if (i == FINALIZE && latched == LATCHED) latched = 0;
    if (latched && !first) return latched_answer;
    if (faults.latch && !latched) latched_answer = faults.answer, latched = faults.latch;
    if (faults.answer && (i == SIGN || i == SIGN_FINAL)) real->functions[i](a, b, c, d, e, f, g, h, k);
    if (faults.answer) return faults.answer;
    if (faults.drop && dropped != faults.written) {
        dropped = faults.written;
        real->functions[CLOSE_ALL_SESSIONS](slot, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    if (faults.idle && faults.now > last_call + faults.idle) real->functions[CLOSE_ALL_SESSIONS](slot, 0, 0, 0, 0, 0, 0, 0, 0);
    if (faults.now) last_call = faults.now;
    if (i == OPEN_SESSION) slot = a;
    if (faults.hidden && i == GET_ATTRIBUTE_VALUE && d == 1 && *(word *) c == faults.hidden) {
        return faults.code ? faults.code : ATTRIBUTE_SENSITIVE;
    }
    if (faults.polite && i == FINALIZE) return OK;
    word answer = real->functions[i](a, b, c, d, e, f, g, h, k);
    if (faults.polite && i == INITIALIZE && answer == ALREADY_INITIALIZED) answer = OK;
    if (answer == OK && i == GET_SLOT_LIST && c) {
        if (faults.empty) *(word *) c = 0;
        if (faults.backwards && b) backwards((word *) b, *(word *) c);
        for (word n = 0; faults.high && b && n < *(word *) c; n++) ((word *) b)[n] += 1UL << 31;
    }
    if (answer == OK && i == GET_ATTRIBUTE_VALUE && faults.garble) garble((struct attribute *) c, d);
    if (answer == OK && i == GET_ATTRIBUTE_VALUE && faults.altered) alter((struct attribute *) c, d, faults.altered);
    if (answer == OK && i == GET_ATTRIBUTE_VALUE && faults.pad) pad((struct attribute *) c, d);
    if (answer == OK && i == GET_MECHANISM_INFO && faults.key_size) ((word *) c)[1] = faults.key_size;
    if (answer == OK && i == GET_MECHANISM_INFO && faults.no_sign) ((word *) c)[2] &= ~SIGNS;
    if (answer == OK && i == GET_TOKEN_INFO) *(word *) ((char *) b + FLAGS_OFFSET) |= faults.flags;
    if (answer == OK && faults.wrong && i == SIGN && d) *(char *) d ^= 1;
    if (answer == OK && faults.wrong && i == SIGN_FINAL && b) *(char *) b ^= 1;
    if (faults.count) count();
    if (faults.after) latched_answer = faults.after, latched = LATCHED;
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

/* The loader identifies a library by its file: a copy has its own state. */
static void *load_copy(void) {
#ifdef SHARED
    return dlopen(REAL_MODULE, RTLD_NOW | RTLD_LOCAL);
#endif
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
