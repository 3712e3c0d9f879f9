export { cuda } from './cuda.ts';
export type { CudaOptions, CudaWarning } from './options.ts';
