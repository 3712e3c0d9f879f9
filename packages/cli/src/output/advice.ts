import type { ErrorCode, RuntimeError } from '@caisson/core';

type Say = (error: RuntimeError, id: string) => string;

/** It says what to do, by the library's names; this one the command has, too. */
const ofImages: Say = ({ message }) => message.replace('give tcpEstablished,', 'give --tcp-established,');

/** What happened and what to do, by an error's code; others say their own message. */
const sentences: Partial<Record<ErrorCode, Say>> = {
  ERR_CONTAINER_NOT_FOUND: (_, id) => `there is no container ${id}; caisson list shows those that there are`,
  ERR_CONTAINER_EXISTS: ({ reason }, id) =>
    `${reason ?? `there is a container ${id} already`}; give another --id, or remove it: caisson delete --force ${id}`,
  ERR_CONTAINER_NOT_RUNNING: (_, id) => `${id} does not run; caisson state ${id} tells more`,
  ERR_RUNTIME_NOT_AVAILABLE: ({ message, reason, runtime }) =>
    `${runtime} cannot be used: ${reason ?? message}; install ${runtime}, and have it in PATH`,
  ERR_PERMISSION: ({ message }) => `${message}; run it as root`,
  ERR_CHECKPOINT_FAILED: ofImages,
  ERR_RESTORE_FAILED: ofImages,
  ERR_TIMEOUT: ({ message }) => `${message}; --debug shows what the runtime did`,
};

const verbSentences: Readonly<Record<string, Say>> = {
  'ERR_WRONG_STATE delete': (_, id) => `${id} is running; stop it with caisson kill ${id}, or give --force`,
};

/** What runtimes put before what happened, once for each of their own processes. */
const prefixes =
  /^((\w+ (run|create|exec|start) failed|unable to start container process|error during container init): )+/;

export const adviceFor = (error: RuntimeError): string => {
  const { code, runtime, verb, id = 'of that id', words, message } = error;
  const say = verbSentences[`${code} ${verb}`] ?? sentences[code];
  if (say) return say(error, id);
  return words ? `${runtime} ${verb} ${id}: ${words.replace(prefixes, '')}` : message;
};
