/*
 * The minimum cost of a signature: C_SignInit and C_Sign in a loop, with one session per thread.
 *
 *   PIN=… raw-sign MODULE SLOT LABEL THREADS      reads a number of seconds, signs for that time, prints the signatures per
 *                                                 second; repeats until its input ends
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INITIALIZE = 0, OPEN_SESSION = 12, LOGIN = 18, FIND_INIT = 26, FIND = 27, FIND_FINAL = 28, SIGN_INIT = 42, SIGN = 43,
       FUNCTIONS = 68 };
enum { CKF_OS_LOCKING_OK = 2, CKF_SERIAL_SESSION = 4, CKU_USER = 1, CKA_CLASS = 0, CKA_LABEL = 3, CKO_PRIVATE_KEY = 3,
       CKM_SHA256_RSA_PKCS = 0x40, DATA = 4000, SIGNATURE = 512 };

typedef unsigned long word;
typedef word (*function)();
struct list {
    unsigned char version[2];
    function functions[FUNCTIONS];
};
struct attribute {
    word type;
    void *value;
    word length;
};
struct mechanism {
    word type;
    void *parameter;
    word length;
};
struct initialize {
    void *callbacks[4];
    word flags;
    void *reserved;
};
struct work {
    word session, key;
    long signatures;
};

static struct list *module;
static double end;
static pthread_barrier_t begun, ended;

static void must(word result, const char *what) {
    if (result) {
        fprintf(stderr, "%s: 0x%lx\n", what, result);
        exit(1);
    }
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static word find(word session, const char *label) {
    word class = CKO_PRIVATE_KEY, key = 0, found = 0;
    struct attribute wanted[] = {{CKA_CLASS, &class, sizeof class}, {CKA_LABEL, (void *)label, strlen(label)}};
    must(module->functions[FIND_INIT](session, wanted, 2UL), "C_FindObjectsInit");
    must(module->functions[FIND](session, &key, 1UL, &found), "C_FindObjects");
    must(module->functions[FIND_FINAL](session), "C_FindObjectsFinal");
    must(found != 1, "no such key");
    return key;
}

static void sign_until_end(struct work *work) {
    unsigned char data[DATA] = {0}, signature[SIGNATURE];
    struct mechanism mechanism = {CKM_SHA256_RSA_PKCS, NULL, 0};
    for (work->signatures = 0; now() < end; work->signatures++) {
        word length = sizeof signature;
        must(module->functions[SIGN_INIT](work->session, &mechanism, work->key), "C_SignInit");
        must(module->functions[SIGN](work->session, data, (word)DATA, signature, &length), "C_Sign");
    }
}

static void *rounds(void *work) {
    for (;;) {
        pthread_barrier_wait(&begun);
        sign_until_end(work);
        pthread_barrier_wait(&ended);
    }
    return NULL;
}

int main(int count, char **arguments) {
    must(count != 5, "usage: raw-sign MODULE SLOT LABEL THREADS");
    word slot = strtoul(arguments[2], NULL, 10), number = strtoul(arguments[4], NULL, 10);
    char *pin = getenv("PIN");
    void *library = dlopen(arguments[1], RTLD_NOW);
    must(!library || !pin, "no module or no PIN");
    word (*list)(struct list **) = (word (*)(struct list **))dlsym(library, "C_GetFunctionList");
    must(list(&module), "C_GetFunctionList");
    struct initialize initialize = {{NULL}, CKF_OS_LOCKING_OK, NULL};
    must(module->functions[INITIALIZE](&initialize), "C_Initialize");
    struct work *works = calloc(number, sizeof *works);
    pthread_barrier_init(&begun, NULL, number + 1);
    pthread_barrier_init(&ended, NULL, number + 1);
    for (word i = 0; i < number; i++) {
        pthread_t thread;
        must(module->functions[OPEN_SESSION](slot, (word)CKF_SERIAL_SESSION, NULL, NULL, &works[i].session), "C_OpenSession");
        if (i == 0) {
            must(module->functions[LOGIN](works[i].session, (word)CKU_USER, pin, strlen(pin)), "C_Login");
        }
        works[i].key = find(works[i].session, arguments[3]);
        must(pthread_create(&thread, NULL, rounds, &works[i]), "pthread_create");
    }
    double seconds;
    while (scanf("%lf", &seconds) == 1) {
        double start = now();
        end = start + seconds;
        pthread_barrier_wait(&begun);
        pthread_barrier_wait(&ended);
        double took = now() - start;
        long all = 0;
        for (word i = 0; i < number; i++) {
            all += works[i].signatures;
        }
        printf("%.1f\n", all / took);
        fflush(stdout);
    }
    return 0;
}
