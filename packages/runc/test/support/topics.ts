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
 * The topics that CAISSON_KIT_TOPICS names, for a machine on which the whole kit would take too long; without it all.
 * What is left out is printed, and written among what the lab made smaller.
 */
export const chosenTopics = (runtime: string): { readonly topics: readonly Topic[] } => {
  const topics = topicsIn(process.env['CAISSON_KIT_TOPICS']);
  const told = leftOut(topics);
  if (told !== undefined) {
    const line = `${runtime}: ${told}\n`;
    process.stdout.write(line);
    const file = process.env['CAISSON_SMALLER'];
    if (file !== undefined) appendFileSync(file, line);
  }
  return { topics };
};
