export { type Runc, type RuncOptions, runc, runc as driver } from './runc.ts';
