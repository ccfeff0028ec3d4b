/*
 * A PKCS#11 module in front of another one that needs a library beside it. Compiled twice: with BESIDE as that library,
 * then as the module. REAL_MODULE, the real module, is compiled in.
 */
#ifdef BESIDE
int beside(void) { return 1; }
#else
#include <dlfcn.h>

int beside(void);

unsigned long C_GetFunctionList(void **list) {
    void *module = beside() ? dlopen(REAL_MODULE, RTLD_NOW | RTLD_LOCAL) : 0;
    unsigned long (*get)(void **) = module ? (unsigned long (*)(void **)) dlsym(module, "C_GetFunctionList") : 0;
    return get ? get(list) : 5;
}
#endif
