import { freePort } from './freePort';

const LOWEST = 20_000;
const HIGHEST = 32_000;

/**
 * The first port of `count` neighbouring ones that nobody listens on. They lie below the range from which the system draws ports for
 * outgoing connections, so that a process that is killed finds its port free when it comes back.
 */
export async function portBlock(count: number, random: () => number = Math.random): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = LOWEST + Math.floor(random() * (HIGHEST - LOWEST - count));
    const free = await Promise.all(Array.from({ length: count }, (_, place) => isFree(first + place)));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`No ${count} neighbouring ports are free between ${LOWEST} and ${HIGHEST}`);
}

async function isFree(port: number): Promise<boolean> {
  return await freePort(port).then(
    () => true,
    () => false,
  );
}
