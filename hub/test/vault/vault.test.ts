import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AesVault, checkVaultKeys, openVault, VaultError } from '../../src/vault';
import { describeStores } from '../support/databases';

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);
const plain = Buffer.from('{"name":"王小明"}');

describe('the vault', () => {
  const vault = new AesVault([OLD]);

  it('opens what it sealed, under the same purpose', () => {
    expect(Buffer.from(vault.open('event.body/1', vault.seal('event.body/1', plain)))).toEqual(plain);
  });

  it('opens an empty value, too', () => {
    expect(vault.open('event.body/1', vault.seal('event.body/1', new Uint8Array()))).toHaveLength(0);
  });

  it('opens bytes that are a part of a larger buffer, as a database may hand them out', () => {
    const sealed = Buffer.from(vault.seal('a', plain));
    const larger = Buffer.concat([Buffer.alloc(7), sealed, Buffer.alloc(7)]);
    expect(Buffer.from(vault.open('a', larger.subarray(7, 7 + sealed.length)))).toEqual(plain);
  });

  it('shows nothing of the value, and never seals it the same way twice', () => {
    const [one, other] = [vault.seal('a', plain), vault.seal('a', plain)].map((bytes) => Buffer.from(bytes));
    expect(one).not.toEqual(other);
    expect(one?.includes('王小明')).toBe(false);
  });

  it('does not open a value that was copied to another record', () => {
    expect(() => vault.open('event.body/2', vault.seal('event.body/1', plain))).toThrow(VaultError);
  });

  it('does not open a value of which any one byte was changed', () => {
    const sealed = Buffer.from(vault.seal('a', plain));
    for (let place = 0; place < sealed.length; place++) {
      const forged = Buffer.from(sealed);
      forged.writeUInt8(forged.readUInt8(place) ^ 1, place);
      expect(() => vault.open('a', forged)).toThrow(VaultError);
    }
  });

  it.each([0, 1, 36])('refuses %i bytes, which are no sealed value', (length) => {
    expect(() => vault.open('a', Buffer.alloc(length, 1))).toThrow(VaultError);
  });

  it('seals with the first key after a rotation and opens what the second sealed', () => {
    const rotated = new AesVault([NEW, OLD]);
    expect(Buffer.from(rotated.open('a', vault.seal('a', plain)))).toEqual(plain);
    expect(() => vault.open('a', rotated.seal('a', plain))).toThrow('not in the key file');
  });

  it('says nothing of the value or of the rest of the purpose when it does not open', () => {
    const error = errorOf(() => vault.open('push.key/patient-7', vault.seal('a', plain)));
    expect(error.message).toContain('push.key');
    expect(error.message).not.toMatch(/patient-7|王小明/);
  });

  it('does not work with a key of another length, nor without one', () => {
    expect(() => new AesVault([Buffer.alloc(16)])).toThrow('16 bytes');
    expect(() => new AesVault([])).toThrow(VaultError);
  });
});

describe('the key file', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'medsupply-vault-'));
    file = join(folder, 'data', 'hub.key');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made at the first start, for its owner alone, and is the same at the second', () => {
    const sealed = openVault(file).seal('a', plain);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'data'))).toEqual(['hub.key']);
    expect(Buffer.from(openVault(file).open('a', sealed))).toEqual(plain);
  });

  it('takes several keys, the current one first', () => {
    openVault(file);
    const before = openVault(file).seal('a', plain);
    writeFileSync(file, `${NEW.toString('base64')}\n${readFileSync(file, 'utf8')}`);
    const vault = openVault(file);
    expect(vault.keyIds).toHaveLength(2);
    expect(Buffer.from(vault.open('a', before))).toEqual(plain);
    expect(Buffer.from(new AesVault([NEW]).open('a', vault.seal('a', plain)))).toEqual(plain);
  });

  it.each([0o644, 0o604, 0o602, 0o660])('is refused with the rights %o, and the message says what to do', (rights) => {
    openVault(file);
    chmodSync(file, rights);
    const error = errorOf(() => openVault(file));
    expect(error.message).toContain(rights.toString(8));
    expect((error as VaultError).nextStep).toContain(`chmod 600 ${file}`);
  });

  it.each(['', '# a comment only\n', 'short\n', `${OLD.toString('base64')}\nrubbish\n`])(
    'is refused when it holds %j',
    (text) => {
      openVault(file);
      writeFileSync(file, text);
      const error = errorOf(() => openVault(file));
      expect(error.message).toBe(`${file} is no key file of the hub`);
    },
  );
});

describeStores('the keys of a store', (open) => {
  it('are noted, and a key file without one of them is refused', async () => {
    const database = await open();
    await checkVaultKeys(database, new AesVault([OLD]), 1);
    await checkVaultKeys(database, new AesVault([OLD]), 2);
    await checkVaultKeys(database, new AesVault([NEW, OLD]), 3);
    await expect(checkVaultKeys(database, new AesVault([NEW]), 4)).rejects.toThrow(new AesVault([OLD]).keyIds[0]);
    await expect(checkVaultKeys(database, new AesVault([OLD, NEW]), 5)).resolves.toBeUndefined();
  });
});

function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
