/** A whole 32-bit program for x86 that ends with this code: one call by `int 0x80` (elf(5), syscall(2)). */
export const i386Exit = (code: number): Uint8Array => {
  const [headers, base] = [52 + 32, 0x0804_8000];
  const instructions = [0xb8, 1, 0, 0, 0, 0xbb, code, 0, 0, 0, 0xcd, 0x80];
  const file = Buffer.alloc(headers + instructions.length);
  file.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  const short = (at: number, value: number): number => file.writeUInt16LE(value, at);
  const long = (at: number, value: number): number => file.writeUInt32LE(value, at);
  short(16, 2); // ET_EXEC
  short(18, 3); // EM_386
  long(20, 1); // EV_CURRENT
  long(24, base + headers); // entry
  long(28, 52); // program headers
  short(40, 52); // the size of this header
  short(42, 32);
  short(44, 1);
  long(52, 1); // PT_LOAD
  long(60, base);
  long(64, base);
  long(68, file.length);
  long(72, file.length);
  long(76, 5); // read and execute
  long(80, 0x1000);
  file.set(instructions, headers);
  return file;
};
