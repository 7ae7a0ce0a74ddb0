import { generateKeyPairSync } from 'node:crypto';
import {
  canonicalJson,
  CHECKPOINT_ROW,
  checkpointHash,
  composeLine,
  genesisHash,
  hashOfJson,
  headerLine,
  originOf,
  RightEdge,
  rowHash,
  signCheckpoint,
  trailerLine,
  type KeyPair,
} from '../../../../core/audit';

export const LOG_ID = '00112233445566778899aabbccddeeff';
export const ORIGIN = originOf(LOG_ID, 1);

export function makeKey(): KeyPair {
  return generateKeyPairSync('ed25519');
}

export interface Entry {
  readonly type?: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly personal?: Readonly<Record<string, string>>;
  readonly atMs?: number;
  readonly via?: string;
}

/** A log in memory, written with the core alone. */
export class MemoryLog {
  readonly lines: string[] = [];
  readonly notes: string[] = [];
  readonly edges: string[][] = [[]];
  private readonly edge = new RightEdge();
  private previous = genesisHash(LOG_ID);

  constructor(
    public key: KeyPair = makeKey(),
    readonly origin = ORIGIN,
  ) {}

  get size(): number {
    return this.edge.size;
  }

  append({ type = 'effect.done', body, personal = {}, atMs, via }: Entry): this {
    const personalText = canonicalJson(personal);
    const columns = {
      seq: this.size + 1,
      tsWall: new Date(atMs ?? Date.UTC(2026, 10, 22, 10) + this.size * 1000).toISOString(),
      tsMono: 5_000_000 + this.size,
      process: 'a1b2c3d4e5f60718',
      actorKind: 'key',
      actorId: 'n8n',
      actorVia: via ?? null,
      type,
      objectKind: 'order',
      objectId: `shopify/a/order/${this.size + 1}`,
      objectVersion: null,
      bodyHash: hashOfJson(body),
      personalText,
      prevHash: this.previous.toString('hex'),
    };
    const hash = rowHash(columns);
    this.lines.push(composeLine({ ...columns, hash: hash.toString('hex') }, canonicalJson(body), personalText));
    this.edge.append(hash);
    this.edges.push(this.edge.toHex());
    this.previous = hash;
    return this;
  }

  /** Signs what is there and writes the checkpoint's row. */
  checkpoint(): string {
    const note = this.sign();
    const previous = this.notes.at(-1);
    this.notes.push(note);
    this.append({
      type: CHECKPOINT_ROW,
      body: {
        checkpoint: note,
        chainHead: this.previous.toString('hex'),
        previousCheckpoint: previous === undefined ? null : checkpointHash(previous),
      },
    });
    return note;
  }

  sign(key = this.key, origin = this.origin): string {
    return signCheckpoint({ origin, size: this.size, root: this.edge.root() }, key.privateKey, key.publicKey);
  }

  export(checkpoint = this.sign()): string[] {
    const { size, origin } = this;
    return [headerLine({ origin, from: 1, to: size, size, before: [] }), ...this.lines, trailerLine({ after: [], checkpoint })];
  }
}

/** Eight rows with every kind of value, a checkpoint among them. */
export function smallLog(key?: KeyPair): MemoryLog {
  const log = new MemoryLog(key);
  log.append({ body: { target: 'tryton', amount: '22.60', lines: [1, 2, { sku: 'GLOVE' }] } });
  log.append({ body: {}, personal: { name: 'ab'.repeat(32) }, via: 'workflow 1, node "MedSupply ERP"' });
  log.append({ body: { text: 'Ünïcode 手套 🧤 \u2028 "quoted"', none: null, yes: true } });
  log.checkpoint();
  log.append({ type: 'note.call', body: { number: 0.5, empty: '' } });
  log.append({ body: { after: 'checkpoint' } });
  return log;
}
