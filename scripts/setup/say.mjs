/** One line a step. */
export const say = (line) => console.log(`· ${line}`);

/** A set-up that cannot go on; its message says what a person is to do. */
export class SetUpError extends Error {
  /** @param {string} message @param {string} [output] what the failed program wrote */
  constructor(message, output = '') {
    super(output === '' ? message : `${message}\n${output}`);
    this.name = 'SetUpError';
  }
}

/** A script's own end: 0, or 1 with the reason in words where it is one that a person can act on. */
export const main = async (work) => {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof SetUpError ? error.message : error);
    process.exitCode = 1;
  }
};
