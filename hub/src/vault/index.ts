export { AesVault } from './aesVault';
export { checkVaultKeys } from './checkVaultKeys';
export { openVault } from './keyFile';
export { VaultError } from './vaultError';
