export { type YoukiOptions, youki, youki as driver } from './youki.ts';
