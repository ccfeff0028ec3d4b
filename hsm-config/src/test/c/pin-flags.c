/*
 * A PKCS#11 module in front of another one that ORs bits into the flags of C_GetTokenInfo: SoftHSM never says that a
 * PIN is locked or on its final try. PIN_FLAGS_REAL is the real module and PIN_FLAGS the bits; both are compiled in.
 */
#include <dlfcn.h>
#include <string.h>

enum { GET_TOKEN_INFO = 6, FUNCTIONS = 68, FLAGS_OFFSET = 96, GENERAL_ERROR = 5 };

typedef unsigned long (*function)();
struct list {
    unsigned char version[2];
    function functions[FUNCTIONS];
};

static struct list *real;
static struct list ours;

static unsigned long token_info(unsigned long slot, void *info) {
    unsigned long answer = real->functions[GET_TOKEN_INFO](slot, info);
    if (answer == 0) {
        *(unsigned long *) ((char *) info + FLAGS_OFFSET) |= PIN_FLAGS;
    }
    return answer;
}

unsigned long C_GetFunctionList(struct list **list) {
    void *module = dlopen(PIN_FLAGS_REAL, RTLD_NOW | RTLD_LOCAL);
    unsigned long (*get)(struct list **) = module ? (unsigned long (*)(struct list **)) dlsym(module, "C_GetFunctionList") : 0;
    if (!get || get(&real) != 0) {
        return GENERAL_ERROR;
    }
    memcpy(&ours, real, sizeof ours);
    ours.functions[GET_TOKEN_INFO] = (function) token_info;
    *list = &ours;
    return 0;
}
