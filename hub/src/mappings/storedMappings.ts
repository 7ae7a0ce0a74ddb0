import { findShippedMapping, MappingError, resolveExtends, type Mapping } from '../../../core/mapping';
import type { Actor, Audit, Clock, Mappings, StoredMapping } from '../contract';
import { Problem } from '../failures';
import type { Database, Transaction } from '../store';
import { checkMapping, type CheckedMapping } from './checkMapping';
import { activeVersion, endActivation, findRow, insertActivation, listRows, standingVersions, toStored } from './rows';

export interface StoredMappingsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Each is kept for good; a mapping that changes more often is data in the wrong place. */
const MAX_VERSIONS = 500;

/** Integrators' own mappings in the store: versions never change, one of them is active. */
export class StoredMappings implements Mappings {
  constructor(private readonly options: StoredMappingsOptions) {}

  /**
   * Keeps a version. Uploading what is there already changes nothing.
   * @throws Problem 422 with located issues when it does not compile or an example does not hold, 409 when the version is there with
   *   other content, 413 when it is too large
   */
  async upload(mapping: unknown, activate: boolean, actor: Actor): Promise<StoredMapping> {
    const checked = checkMapping(mapping);
    return await this.options.database.write(async (transaction) => {
      const known = await findRow(transaction, checked.id, checked.version);
      if (known !== undefined && known.hash !== checked.hash) throw versionTaken(checked, known.hash);
      if (known === undefined) await this.keep(transaction, checked, actor);
      if (activate) await this.activateIn(transaction, checked.id, checked.version, actor);
      return await this.stored(transaction, checked.id, checked.version);
    });
  }

  /** All versions of all mappings, by id and time. */
  async list(): Promise<readonly StoredMapping[]> {
    return await this.options.database.read(listRows);
  }

  /**
   * @param version the active one, if not given
   * @param resolved whether a mapping that extends another comes with it laid under
   * @throws Problem 422 when the mapping that it extends is not shipped any more
   */
  async get(
    id: string,
    version?: string,
    resolved = false,
  ): Promise<{ readonly stored: StoredMapping; readonly file: unknown } | undefined> {
    return await this.options.database.read(async (transaction) => {
      const active = await activeVersion(transaction, id);
      const wanted = version ?? active;
      const row = wanted === undefined ? undefined : await findRow(transaction, id, wanted);
      if (row === undefined) return undefined;
      const file = JSON.parse(row.file) as Mapping;
      return { stored: toStored(row, active), file: resolved ? resolve(file) : file };
    });
  }

  /** @throws Problem 404 when there is no such version */
  async activate(id: string, version: string, actor: Actor): Promise<StoredMapping> {
    return await this.options.database.write(async (transaction) => {
      if ((await findRow(transaction, id, version)) === undefined) throw unknown(id, version);
      await this.activateIn(transaction, id, version, actor);
      return await this.stored(transaction, id, version);
    });
  }

  /**
   * Goes back to the version that was active before; again and again, as far as there is one.
   * @throws Problem 404 when nothing of this id is active, 409 when nothing was active before
   */
  async rollback(id: string, actor: Actor): Promise<StoredMapping> {
    const { database, clock, audit } = this.options;
    return await database.write(async (transaction) => {
      const [current, before] = await standingVersions(transaction, id);
      if (current === undefined) throw unknown(id);
      if (before === undefined) {
        throw new Problem(409, 'nothing-before', `No version of ${id} was active before ${current.version}.`, {
          nextStep: 'Activate another version, or upload one.',
        });
      }
      await endActivation(transaction, current.activation, clock.now());
      const object = { kind: 'mapping', id, version: before.version };
      await audit.append(transaction, {
        actor,
        type: 'mapping.rolledBack',
        object,
        body: { from: current.version, to: before.version },
      });
      return await this.stored(transaction, id, before.version);
    });
  }

  private async keep(transaction: Transaction, checked: CheckedMapping, actor: Actor): Promise<void> {
    const { clock, audit } = this.options;
    const { id, version, hash, text } = checked;
    const count = await transaction.get<{ count: number }>('SELECT COUNT(*) AS count FROM mappings WHERE mapping_id = ?', [id]);
    if ((count?.count ?? 0) >= MAX_VERSIONS) {
      throw new Problem(409, 'too-many-versions', `There are ${MAX_VERSIONS} versions of ${id} already.`, {
        nextStep: 'Go on under another id.',
      });
    }
    const inserted = await transaction.run(
      `INSERT INTO mappings (mapping_id, version, hash, extends_id, file, uploaded_by, uploaded_at_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (mapping_id, version) DO NOTHING`,
      [id, version, hash, checked.extends ?? null, text, actor.id, clock.now()],
    );
    if (inserted === 0) {
      // Another replica was faster with this version.
      const row = await findRow(transaction, id, version);
      if (row?.hash !== hash) throw versionTaken(checked, row?.hash ?? '');
      return;
    }
    const body = { hash, extends: checked.extends ?? null, characters: text.length };
    await audit.append(transaction, { actor, type: 'mapping.uploaded', object: { kind: 'mapping', id, version }, body });
  }

  private async activateIn(transaction: Transaction, id: string, version: string, actor: Actor): Promise<void> {
    const { clock, audit } = this.options;
    const [current] = await standingVersions(transaction, id);
    if (current?.version === version) return;
    await insertActivation(transaction, id, version, actor.id, clock.now());
    const object = { kind: 'mapping', id, version };
    await audit.append(transaction, { actor, type: 'mapping.activated', object, body: { before: current?.version ?? null } });
  }

  private async stored(transaction: Transaction, id: string, version: string): Promise<StoredMapping> {
    const row = await findRow(transaction, id, version);
    if (row === undefined) throw unknown(id, version);
    return toStored(row, await activeVersion(transaction, id));
  }
}

function resolve(file: Mapping): Mapping {
  try {
    return resolveExtends(file, findShippedMapping);
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    throw new Problem(422, 'bad-mapping', `The mapping ${file.id} ${file.version} cannot be resolved: ${error.problem}`, {
      issues: [{ rule: 'mapping', source: error.where, target: '', message: error.problem }],
    });
  }
}

function versionTaken({ id, version, hash }: CheckedMapping, storedHash: string): Problem {
  return new Problem(409, 'version-exists', `Version ${version} of ${id} is there with other content; a version never changes.`, {
    storedHash,
    givenHash: hash,
    nextStep: 'Raise the version in the file.',
  });
}

function unknown(id: string, version?: string): Problem {
  return new Problem(
    404,
    'unknown-mapping',
    version === undefined ? `No version of ${id} is active.` : `There is no version ${version} of ${id}.`,
  );
}
