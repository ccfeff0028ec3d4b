/*
 * A PKCS#11 module in front of another one that shows no objects for some time after a login, as devices do that load or
 * synchronise their objects in the background. REAL_MODULE, the real module, and LATE_MILLIS are compiled in.
 */
#include <dlfcn.h>
#include <string.h>
#include <time.h>

enum { LOGIN = 18, FIND_OBJECTS = 27, FUNCTIONS = 68, GENERAL_ERROR = 5 };

typedef unsigned long (*function)();
struct list {
    unsigned char version[2];
    function functions[FUNCTIONS];
};

static struct list *real;
static struct list ours;
static long long logged_in;

static long long millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static unsigned long login(unsigned long session, unsigned long user, void *pin, unsigned long length) {
    unsigned long answer = real->functions[LOGIN](session, user, pin, length);
    logged_in = millis();
    return answer;
}

static unsigned long find_objects(unsigned long session, void *objects, unsigned long max, unsigned long *count) {
    if (millis() - logged_in < LATE_MILLIS) {
        *count = 0;
        return 0;
    }
    return real->functions[FIND_OBJECTS](session, objects, max, count);
}

unsigned long C_GetFunctionList(struct list **list) {
    void *module = dlopen(REAL_MODULE, RTLD_NOW | RTLD_LOCAL);
    unsigned long (*get)(struct list **) = module ? (unsigned long (*)(struct list **)) dlsym(module, "C_GetFunctionList") : 0;
    if (!get || get(&real) != 0) {
        return GENERAL_ERROR;
    }
    memcpy(&ours, real, sizeof ours);
    ours.functions[LOGIN] = (function) login;
    ours.functions[FIND_OBJECTS] = (function) find_objects;
    *list = &ours;
    return 0;
}
