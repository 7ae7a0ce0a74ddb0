import type { Transaction } from '../../src/store';
import { GroupCommit, type WriterSession } from '../../src/store/groupCommit';

class Trouble extends Error {
  constructor(readonly kind: 'store' | 'contention') {
    super(kind);
  }
}

/** A session that notes its steps, and fails where it is told to. */
function recordingSession(failures: Partial<Record<string, unknown[]>> = {}): { session: WriterSession; steps: string[] } {
  const steps: string[] = [];
  const step = async (name: string): Promise<void> => {
    steps.push(name);
    const failure = failures[name]?.shift();
    if (failure !== undefined) throw failure;
  };
  const session: WriterSession = {
    transaction: { forUpdate: '', forUpdateSkipLocked: '' } as Transaction,
    begin: () => step('begin'),
    savepoint: (which) => step(which),
    commit: () => step('commit'),
    rollback: async () => void steps.push('rollback back'),
    isContention: (error) => error instanceof Trouble && error.kind === 'contention',
    storeCode: (error) => (error instanceof Trouble && error.kind === 'store' ? 'FULL' : undefined),
  };
  return { session, steps };
}

const work = (name: string) => async (): Promise<string> => name;

describe('group commit', () => {
  it('puts the works of one turn into one commit', async () => {
    const { session, steps } = recordingSession();
    const commits = new GroupCommit(session);
    const results = await Promise.all(['a', 'b', 'c'].map((name) => commits.write(work(name))));
    expect(results).toEqual(['a', 'b', 'c']);
    expect(steps).toEqual(['begin', 'commit']);
  });

  it('puts what was asked for during a commit into the next one', async () => {
    const { session, steps } = recordingSession();
    const commits = new GroupCommit(session);
    const later: Promise<string>[] = [];
    await commits.write(
      async () => void later.push(new Promise((resolve) => setImmediate(() => resolve(commits.write(work('b')))))),
    );
    await Promise.all(later);
    expect(steps).toEqual(['begin', 'commit', 'begin', 'commit']);
  });

  it('runs a batch again with savepoints when one of its works throws', async () => {
    const { session, steps } = recordingSession();
    const commits = new GroupCommit(session);
    const bad = (): Promise<string> => Promise.reject(new Error('bad'));
    const outcomes = await Promise.allSettled([commits.write(work('a')), commits.write(bad)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(steps).toEqual(['begin', 'rollback back', 'begin', 'set', 'release', 'set', 'rollback', 'commit']);
  });

  it('commits nothing for a single work that throws', async () => {
    const { session, steps } = recordingSession();
    await expect(new GroupCommit(session).write(() => Promise.reject(new Error('bad')))).rejects.toThrow('bad');
    expect(steps).toEqual(['begin', 'rollback back']);
  });

  it('runs the whole batch again after a deadlock, also one found at the commit', async () => {
    const { session, steps } = recordingSession({ commit: [new Trouble('contention')] });
    let runs = 0;
    const commits = new GroupCommit(session);
    expect(await commits.write(async () => ++runs)).toBe(2);
    expect(steps).toEqual(['begin', 'commit', 'rollback back', 'begin', 'commit']);
  });

  it('gives up after eight deadlocks in a row', async () => {
    const { session } = recordingSession({ commit: Array.from({ length: 20 }, () => new Trouble('contention')) });
    let runs = 0;
    await expect(new GroupCommit(session).write(async () => ++runs)).rejects.toMatchObject({ code: 'CONTENTION' });
    expect(runs).toBe(8);
  });

  it('refuses every work of a batch whose commit the store cannot take', async () => {
    const { session } = recordingSession({ commit: [new Trouble('store')] });
    const commits = new GroupCommit(session);
    const outcomes = await Promise.allSettled([commits.write(work('a')), commits.write(work('b'))]);
    expect(outcomes).toMatchObject([{ reason: { code: 'FULL' } }, { reason: { code: 'FULL' } }]);
    expect(await commits.write(work('c'))).toBe('c');
  });

  it('refuses everybody who waits at once when the store cannot even begin', async () => {
    const { session, steps } = recordingSession({ begin: [new Trouble('store')] });
    const commits = new GroupCommit(session);
    const outcomes = await Promise.allSettled(Array.from({ length: 500 }, () => commits.write(work('a'))));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(steps).toEqual(['begin', 'rollback back']);
  });
});
