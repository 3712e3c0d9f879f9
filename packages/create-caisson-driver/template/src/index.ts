export { type AcmeOptions, acme, acme as driver } from './acme-runtime.ts';
