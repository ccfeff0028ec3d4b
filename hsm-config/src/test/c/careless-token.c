/*
 * A PKCS#11 module in front of another one that makes private keys which can be taken out, whatever was asked for.
 * REAL_MODULE, the real module, is compiled in.
 */
#include <dlfcn.h>
#include <string.h>

enum { GENERATE_KEY_PAIR = 59, FUNCTIONS = 68, GENERAL_ERROR = 5, SENSITIVE = 0x103, EXTRACTABLE = 0x162 };

typedef unsigned long (*function)();
struct list {
    unsigned char version[2];
    function functions[FUNCTIONS];
};
struct attribute {
    unsigned long type;
    void *value;
    unsigned long length;
};

static struct list *real;
static struct list ours;

static unsigned long generate_key_pair(unsigned long session, void *mechanism, struct attribute *public_key,
        unsigned long public_count, struct attribute *private_key, unsigned long private_count, void *public_handle,
        void *private_handle) {
    for (unsigned long i = 0; i < private_count; i++) {
        if (private_key[i].type == SENSITIVE) {
            *(unsigned char *) private_key[i].value = 0;
        }
        if (private_key[i].type == EXTRACTABLE) {
            *(unsigned char *) private_key[i].value = 1;
        }
    }
    return real->functions[GENERATE_KEY_PAIR](session, mechanism, public_key, public_count, private_key, private_count,
            public_handle, private_handle);
}

unsigned long C_GetFunctionList(struct list **list) {
    void *module = dlopen(REAL_MODULE, RTLD_NOW | RTLD_LOCAL);
    unsigned long (*get)(struct list **) = module ? (unsigned long (*)(struct list **)) dlsym(module, "C_GetFunctionList") : 0;
    if (!get || get(&real) != 0) {
        return GENERAL_ERROR;
    }
    memcpy(&ours, real, sizeof ours);
    ours.functions[GENERATE_KEY_PAIR] = (function) generate_key_pair;
    *list = &ours;
    return 0;
}
