import { humanId } from 'human-id';
import { refused } from '../usage-error.ts';

const form = /^[A-Za-z0-9_+][A-Za-z0-9_+.-]{0,254}$/;

/** A container's id, checked here before it becomes a part of any path. */
export const containerId = (text: string): string => {
  if (form.test(text)) return text;
  throw refused('id', text, '1 to 255 of A-Z a-z 0-9 _ + - . that begin with neither - nor .');
};

/** An id that can be read out and typed: `calm-otters-dance`. */
export const randomId = (): string => humanId({ separator: '-', capitalize: false });
