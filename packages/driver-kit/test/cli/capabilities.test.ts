import type { Linux } from '@caisson/linux';
import { expect, it } from 'vitest';
import { capabilitiesOf } from '../../src/cli/capabilities.ts';

const dialect = {
  checkpointRestore: true,
  gpu: false,
  oomEvents: true,
  joinExistingNetNS: true,
  cdi: true,
  create: true,
  pause: true,
  update: true,
  events: true,
  terminal: true,
  reasons: {},
};
const native = { tellsStrangers: true } as Linux;
const noForegroundImages = 'streams are FIFOs';

it('makes no checkpoints in the foreground where the dialect says why it cannot', () => {
  expect(capabilitiesOf({ ...dialect, noForegroundImages }, 'no koffi')).toMatchObject({
    checkpointRestore: false,
    reasons: { checkpointRestore: noForegroundImages },
  });
});

it('makes them natively all the same, and tells nothing of it', () => {
  const capabilities = capabilitiesOf({ ...dialect, noForegroundImages }, native);
  expect(capabilities).toMatchObject({ checkpointRestore: true });
  expect(capabilities.reasons).toEqual({});
  expect(capabilities).not.toHaveProperty('noForegroundImages');
});

it('keeps the reason of a runtime that makes none at all', () => {
  const none = { ...dialect, checkpointRestore: false, reasons: { checkpointRestore: 'built without' } };
  expect(capabilitiesOf({ ...none, noForegroundImages }, 'no koffi')).toMatchObject({
    checkpointRestore: false,
    reasons: { checkpointRestore: 'built without' },
  });
});
