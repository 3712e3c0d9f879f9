import { cancel, intro, isCancel, text } from '@clack/prompts';
import type { DriverAnswers } from './create-driver.ts';
import { faultInCommand, faultInPackage, faultInRuntime } from './names.ts';

/** What was said on the command line. */
export type Given = { readonly [K in keyof DriverAnswers]?: DriverAnswers[K] | undefined };

/**
 * What is to be made: as given, and asked for or the default where it is not.
 * @returns `undefined` where the one who was asked has left
 */
export const answersFrom = async (
  given: Given,
  ask: boolean,
): Promise<Required<DriverAnswers> | undefined> => {
  if (!ask && given.runtime === undefined)
    throw new TypeError('Say what the runtime is called: --runtime NAME.');
  if (ask) intro('A Caisson driver for a runtime with a command line like runc’s');
  try {
    const answer = async (known: string | undefined, message: string, initial: string, validate?: Validate) =>
      known ?? (ask ? await asked(message, initial, validate) : initial);
    const runtime = await answer(given.runtime, 'What is the runtime called?', '', faultInRuntime);
    const command = await answer(given.command, 'What is its program in PATH?', runtime, faultInCommand);
    const suggested = `caisson-${runtime}`;
    const packageName = await answer(given.packageName, 'The package’s name?', suggested, faultInPackage);
    const directory = await answer(given.directory, 'The directory?', packageName.replace(/^@[^/]+\//, ''));
    return { directory, runtime, packageName, command };
  } catch (error) {
    if (error !== left) throw error;
    cancel('Nothing was written.');
    return undefined;
  }
};

type Validate = (value: string) => string | undefined;

const left = new Error('The questions were left.');

const asked = async (
  message: string,
  initialValue: string,
  validate: Validate = () => undefined,
): Promise<string> => {
  const answer = await text({ message, initialValue, validate: (value) => validate(value ?? '') });
  if (isCancel(answer)) throw left;
  return answer;
};
