import { isFailure } from '../../../../../core/failure';
import type { Settled } from '../../../shared/settle';
import { settle } from '../../../shared/settle';
import type { TrytonClient, TrytonRow } from '../client';
import { allOrEach, CODE, Gather } from '../client';
import type { StoredParty } from './storedParty';
import { PARTY_FIELDS, readParties, toParty } from './storedParty';

interface Creation {
  readonly code: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Parties that one transaction of the ERP writes. */
const WRITTEN_TOGETHER = 25;

/** A look-up that lags behind the writes shows a party a moment later; until then its code is taken all the same. */
const LOOK_AGAIN_MS = [300, 900];

/** The parties of one ERP; what several orders ask for at the same moment goes in one request. */
export class Parties {
  private readonly byCode: Gather<string, StoredParty | undefined>;
  private readonly creations: Gather<Creation, StoredParty | undefined>;

  constructor(readonly client: TrytonClient) {
    this.byCode = new Gather((codes) => this.search(codes));
    this.creations = new Gather((some) => allOrEach(some, (few) => this.createAll(few), isRefusal), WRITTEN_TOGETHER);
  }

  /** Parties with these codes, deactivated ones included: their codes are taken as well. */
  async find(codes: readonly string[]): Promise<readonly StoredParty[]> {
    const found = await Promise.all([...new Set(codes)].map((code) => this.byCode.ask(code)));
    return found.filter((party) => party !== undefined);
  }

  /** As {@link find} for one code that somebody may have taken a moment ago. */
  async findPatiently(code: string): Promise<StoredParty | undefined> {
    for (const pauseMs of LOOK_AGAIN_MS) {
      const [party] = await this.find([code]);
      if (party !== undefined) return party;
      await this.client.options.sleep(pauseMs);
    }
    return (await this.find([code]))[0];
  }

  /** Creates a party with everything in one call and reads it by its id; `undefined` when it does not show. */
  async create(code: string, values: Creation['values']): Promise<StoredParty | undefined> {
    return this.creations.ask({ code, values });
  }

  private async search(codes: readonly string[]): Promise<readonly Settled<StoredParty | undefined>[]> {
    const parties = new Map((await readParties(this.client, [...new Set(codes)])).map((party) => [party.code, party]));
    return codes.map((code) => ({ ok: true, value: parties.get(code) }));
  }

  /** Two orders of one new customer in one batch make one party. */
  private async createAll(creations: readonly Creation[]): Promise<readonly (StoredParty | undefined)[]> {
    const byCode = new Map(creations.map(({ code, values }) => [code, values]));
    const ids = (await this.client.call('party.party', 'create', [[...byCode.values()]], 'write')) as readonly number[];
    // The creation stands whatever becomes of the reading: a failure here must not look like one of the creation.
    const rows = await settle(this.client.call('party.party', 'read', [ids, PARTY_FIELDS], 'read'));
    const parties = rows.ok ? (rows.value as readonly TrytonRow[]).map(toParty) : [];
    return creations.map(({ code }) => parties.find((party) => party.code === code));
  }
}

function isRefusal(error: unknown): boolean {
  return isFailure(error) && (error.details.code === CODE.userError || error.details.code === CODE.serverError);
}
