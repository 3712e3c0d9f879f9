import { appendFileSync } from 'node:fs';
import { conformanceTests, type Topic } from '@caisson/conformance';

/** How topics are written where spaces are in the way: `life-cycle`, `lifecycle`. */
const plain = (name: string): string => name.replaceAll(/[\s_-]/g, '').toLowerCase();

const all: readonly Topic[] = [...new Set(conformanceTests.map(({ topic }) => topic))];

const topicOf = (name: string): Topic => {
  const found = all.find((topic) => plain(topic) === plain(name));
  if (found === undefined) {
    throw new TypeError(
      `CAISSON_KIT_TOPICS names ${JSON.stringify(name)}; the kit's topics are ${all.join(', ')}`,
    );
  }
  return found;
};

/** The topics that a text names, in the kit's own order; all where it names none. */
export const topicsIn = (text: string | undefined): readonly Topic[] => {
  const names = (text ?? '').split(',').filter((name) => name.trim() !== '');
  const wanted = names.map(topicOf);
  return wanted.length === 0 ? all : all.filter((topic) => wanted.includes(topic));
};

/** What a choice of topics leaves out of the kit, in words; nothing where it leaves out nothing. */
export const leftOut = (topics: readonly Topic[]): string | undefined => {
  const without = all.filter((topic) => !topics.includes(topic));
  if (without.length === 0) return undefined;
  const taken = conformanceTests.filter(({ topic }) => topics.includes(topic)).length;
  return `${taken} of the kit's ${conformanceTests.length} tests; left out: ${without.join(', ')}`;
};

/**
 * What a choice holds for one runtime and way to wait: `exec,kill` is for all of them, `runc: exec,kill` and
 * `crun foreground: exec` go before it, the narrower first. Parts are separated by `;`.
 */
export const chosenFor = (text: string, runtime: string, waiting?: string): string | undefined => {
  const parts = text.split(';').map((part) => {
    const [topics = '', who = ''] = part.split(':').toReversed();
    return { who: who.trim(), topics };
  });
  return [`${runtime} ${waiting}`, runtime, '']
    .map((wanted) => parts.find(({ who }) => who === wanted)?.topics)
    .find((topics) => topics !== undefined);
};

/**
 * The topics that CAISSON_KIT_TOPICS chooses, for a machine on which the whole kit would take too long; without it all.
 * What is left out is printed, and written among what the lab made smaller.
 */
export const chosenTopics = (runtime: string, waiting?: string): { readonly topics: readonly Topic[] } => {
  const topics = topicsIn(chosenFor(process.env['CAISSON_KIT_TOPICS'] ?? '', runtime, waiting));
  const told = leftOut(topics);
  if (told !== undefined) {
    const line = `${[runtime, waiting].filter(Boolean).join(', ')}: ${told}\n`;
    process.stdout.write(line);
    const file = process.env['CAISSON_SMALLER'];
    if (file !== undefined) appendFileSync(file, line);
  }
  return { topics };
};
