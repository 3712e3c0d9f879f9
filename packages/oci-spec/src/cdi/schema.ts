import * as v from 'valibot';
import { isDeviceName, isKind } from './names.ts';
import type { CdiDevice, CdiEdits, CdiNetDevice, CdiSpec } from './types.ts';

const text = v.string('a text');
const filled = v.pipe(text, v.minLength(1, 'a text that is not empty'));
const maybe = <S extends v.GenericSchema>(schema: S): v.ExactOptionalSchema<S, undefined> =>
  v.exactOptional(schema);
const whole = v.pipe(v.number('an integer'), v.integer('an integer'));
const id = v.pipe(
  whole,
  v.minValue(0, 'an integer not below 0'),
  v.maxValue(0xffffffff, 'an integer of 32 bits'),
);
const env = v.array(v.pipe(text, v.regex(/^[^=]+=/s, 'NAME=value')), 'a list');
const texts = v.array(text, 'a list of texts');
const textByKey = v.record(filled, text, 'an object of texts');

const deviceNode = v.strictObject({
  path: filled,
  hostPath: maybe(text),
  type: maybe(v.picklist(['', 'b', 'c', 'u', 'p'], "'b', 'c', 'u' or 'p'")),
  major: maybe(whole),
  minor: maybe(whole),
  fileMode: maybe(id),
  permissions: maybe(v.pipe(text, v.regex(/^[rwm]*$/, "of 'r', 'w' and 'm'"))),
  uid: maybe(id),
  gid: maybe(id),
});

const mount = v.strictObject({
  hostPath: filled,
  containerPath: filled,
  options: maybe(texts),
  type: maybe(text),
});

const hook = v.strictObject({
  hookName: v.picklist(
    ['prestart', 'createRuntime', 'createContainer', 'startContainer', 'poststart', 'poststop'],
    "a hook's name, such as 'createContainer'",
  ),
  path: filled,
  args: maybe(texts),
  env: maybe(env),
  timeout: maybe(whole),
});

const closID = v.pipe(
  text,
  v.check(
    (name) => name.length < 4096 && name !== '.' && name !== '..' && !/[/\n]/.test(name),
    'the name of a directory',
  ),
);

const intelRdt = v.strictObject({
  closID: maybe(closID),
  schemata: maybe(texts),
  l3CacheSchema: maybe(text),
  memBwSchema: maybe(text),
  enableMonitoring: maybe(v.boolean('true or false')),
  enableCMT: maybe(v.boolean('true or false')),
  enableMBM: maybe(v.boolean('true or false')),
});

const unique =
  <T>(key: (item: T) => unknown) =>
  (items: T[]): boolean =>
    new Set(items.map(key)).size === items.length;

const netDevices = v.pipe(
  v.array(v.strictObject({ hostInterfaceName: filled, name: filled })),
  v.check(
    unique(({ hostInterfaceName }: CdiNetDevice) => hostInterfaceName),
    'each interface once',
  ),
  v.check(
    unique(({ name }) => name),
    'each name once',
  ),
);

const edits: v.GenericSchema<unknown, CdiEdits> = v.strictObject({
  env: maybe(env),
  deviceNodes: maybe(v.array(deviceNode, 'a list')),
  mounts: maybe(v.array(mount, 'a list')),
  hooks: maybe(v.array(hook, 'a list')),
  additionalGids: maybe(v.array(id, 'a list')),
  intelRdt: maybe(intelRdt),
  netDevices: maybe(netDevices),
});

const isEmpty = (some: CdiEdits): boolean =>
  Object.values(some).every((value) => Array.isArray(value) && value.length === 0);

const device: v.GenericSchema<unknown, CdiDevice> = v.strictObject({
  name: v.pipe(
    text,
    v.check(isDeviceName, 'letters, digits, _ - . and :, with a letter or digit at both ends'),
  ),
  annotations: maybe(textByKey),
  containerEdits: v.pipe(
    edits,
    v.check((some) => !isEmpty(some), 'at least one edit'),
  ),
});

/** Nothing that it does not name may be there. */
export const cdiSchema: v.GenericSchema<unknown, CdiSpec> = v.strictObject({
  cdiVersion: text,
  kind: v.pipe(text, v.check(isKind, "'vendor/class', each beginning with a letter and ending alphanumeric")),
  annotations: maybe(textByKey),
  devices: v.pipe(
    v.array(device, 'a list of devices'),
    v.minLength(1, 'at least one device'),
    v.check(
      unique(({ name }) => name),
      'each device name once',
    ),
  ),
  containerEdits: maybe(edits),
});
