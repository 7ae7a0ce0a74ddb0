import { createRequire } from 'node:module';
import path from 'node:path';
import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import type { N8n } from './n8n';

/** Everything the engine knows by name: n8n's built-in nodes and the nodes and credentials of the pack. */
export interface Registry {
  readonly nodeTypes: INodeTypes;
  credentialType(name: string): ICredentialType;
}

interface Loader {
  readonly packageName: string;
  loadAll(): Promise<void>;
  getNode(name: string): { type: INodeType | IVersionedNodeType };
  getCredential(name: string): { type: ICredentialType };
}

/**
 * Loads n8n-nodes-base lazily and the pack from a folder that holds its package.json and dist/.
 * @param packFolder folder of the built pack
 */
export async function loadRegistry({ core, workflow }: N8n, packFolder: string): Promise<Registry> {
  const baseFolder = path.dirname(createRequire(path.join(packFolder, 'package.json')).resolve('n8n-nodes-base/package.json'));
  const base: Loader = new core.LazyPackageDirectoryLoader(baseFolder) as unknown as Loader;
  const pack: Loader = new core.PackageDirectoryLoader(packFolder) as unknown as Loader;
  await Promise.all([base.loadAll(), pack.loadAll()]);
  const loaders = new Map([base, pack].map((loader) => [loader.packageName, loader]));

  const find = (fullName: string): INodeType | IVersionedNodeType => {
    const dot = fullName.lastIndexOf('.');
    const loader = loaders.get(fullName.slice(0, dot));
    if (loader === undefined) throw new core.UnrecognizedNodeTypeError(fullName.slice(0, dot), fullName.slice(dot + 1));
    return loader.getNode(fullName.slice(dot + 1)).type;
  };
  return {
    nodeTypes: {
      getByName: find,
      getByNameAndVersion: (name, version) => workflow.NodeHelpers.getVersionedNodeType(find(name), version),
      getKnownTypes: () => ({}),
    },
    credentialType: (name) => pack.getCredential(name).type,
  };
}
