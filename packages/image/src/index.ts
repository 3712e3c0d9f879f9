export { type Aside, type AsideOptions, aside } from './aside.ts';
export { filesOf } from './files.ts';
export { describeHost, type Host } from './host.ts';
export { type JudgeOptions, judge } from './judge.ts';
export { manifestName, readManifest } from './manifest.ts';
export { type ManifestPlace, manifestPlace } from './manifest-place.ts';
export { refusal } from './refusal.ts';
export { removeFirewall, removeImage } from './remove.ts';
export { specDigests } from './spec-digests.ts';
