/* A CUDA program of the driver's API alone, so that neither a toolkit nor a header of it is needed:
   cc -o sums sums.c -ldl. For each line of input it adds 1 to each of 2^20 numbers on the device, and prints their
   sum, which it reads back. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define COUNT (1u << 20)

static const char *kernel =
    ".version 6.0\n.target sm_50\n.address_size 64\n"
    ".visible .entry add_one(.param .u64 numbers) {\n"
    "  .reg .u32 %r<5>; .reg .u64 %d<4>;\n"
    "  ld.param.u64 %d1, [numbers]; cvta.to.global.u64 %d1, %d1;\n"
    "  mov.u32 %r1, %ctaid.x; mov.u32 %r2, %ntid.x; mov.u32 %r3, %tid.x;\n"
    "  mad.lo.u32 %r1, %r1, %r2, %r3;\n"
    "  mul.wide.u32 %d2, %r1, 4; add.u64 %d3, %d1, %d2;\n"
    "  ld.global.u32 %r4, [%d3]; add.u32 %r4, %r4, 1; st.global.u32 [%d3], %r4;\n"
    "  ret;\n}\n";

static void *library;

static void *find(const char *name) {
  void *found = dlsym(library, name);
  if (!found) { fprintf(stderr, "libcuda has no %s\n", name); exit(2); }
  return found;
}

static void check(const char *what, int result) {
  if (result != 0) { fprintf(stderr, "%s: CUresult %d\n", what, result); exit(3); }
}

int main(void) {
  library = dlopen("libcuda.so.1", RTLD_NOW);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 2; }
  int (*init)(unsigned) = find("cuInit");
  int (*device)(int *, int) = find("cuDeviceGet");
  int (*context)(void **, unsigned, int) = find("cuCtxCreate_v2");
  int (*load)(void **, const void *) = find("cuModuleLoadData");
  int (*function)(void **, void *, const char *) = find("cuModuleGetFunction");
  int (*allocate)(uint64_t *, size_t) = find("cuMemAlloc_v2");
  int (*up)(uint64_t, const void *, size_t) = find("cuMemcpyHtoD_v2");
  int (*down)(void *, uint64_t, size_t) = find("cuMemcpyDtoH_v2");
  int (*launch)(void *, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, void *, void **, void **) =
      find("cuLaunchKernel");
  static uint32_t numbers[COUNT];
  int gpu; void *ctx, *module, *add_one; uint64_t there;
  check("cuInit", init(0));
  check("cuDeviceGet", device(&gpu, 0));
  check("cuCtxCreate", context(&ctx, 0, gpu));
  check("cuModuleLoadData", load(&module, kernel));
  check("cuModuleGetFunction", function(&add_one, module, "add_one"));
  check("cuMemAlloc", allocate(&there, sizeof numbers));
  for (uint32_t i = 0; i < COUNT; i++) numbers[i] = i;
  check("cuMemcpyHtoD", up(there, numbers, sizeof numbers));
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    void *arguments[] = {&there};
    check("cuLaunchKernel", launch(add_one, COUNT / 256, 1, 1, 256, 1, 1, 0, NULL, arguments, NULL));
    check("cuMemcpyDtoH", down(numbers, there, sizeof numbers));
    uint64_t sum = 0;
    for (uint32_t i = 0; i < COUNT; i++) sum += numbers[i];
    printf("%llu\n", (unsigned long long)sum);
    fflush(stdout);
  }
  return 0;
}
