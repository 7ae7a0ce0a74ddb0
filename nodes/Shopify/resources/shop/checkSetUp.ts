import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../../../core/failure';
import { isFailure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { connect } from '../../client';
import { GRANTED_SCOPES } from '../../queries/shop';
import { missingScopes } from '../../scopes';

interface Granted {
  readonly currentAppInstallation: { readonly accessScopes: readonly { readonly handle: string }[] };
  readonly shop: { readonly name: string; readonly myshopifyDomain: string };
}

interface Problem {
  readonly problem: string;
  readonly nextStep: string;
}

/** Compares what the app may do with what this pack needs: a missing scope must not look like "nothing to do". */
export const checkSetUp: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Check Set-Up',
    value: 'checkSetUp',
    action: 'Check the set up of the shop',
    description: 'Check access scopes, API version and webhook secret, and name what is missing and what for',
  },
  properties: [],
  async execute(context) {
    const { access, client } = await connect(context);
    const answer = await client.run<Granted>(GRANTED_SCOPES).catch((error: unknown) => versionProblem(error));
    const problems: Problem[] = [];
    if (isFailure(answer)) problems.push({ problem: answer.message, nextStep: answer.details.nextStep ?? '' });
    const data = isFailure(answer) ? undefined : answer;

    if (data !== undefined && data.shop.myshopifyDomain.toLowerCase() !== access.shop) {
      problems.push({
        problem: `The token belongs to ${data.shop.myshopifyDomain}, the credential names ${access.shop}`,
        nextStep: 'Correct the shop in the credential: webhooks of another shop are refused.',
      });
    }
    const granted = data?.currentAppInstallation.accessScopes.map(({ handle }) => handle).sort();
    const missing = granted === undefined ? [] : missingScopes(granted);
    for (const { anyOf, neededFor } of missing.filter(({ required }) => required)) {
      problems.push({
        problem: `The scope ${anyOf.join(' or ')} is missing`,
        nextStep: `Grant it to the app and install the app again; it is needed for ${neededFor.join(', ')}.`,
      });
    }
    if (access.webhookSecrets.length === 0) {
      problems.push({
        problem: 'The credential holds no client secret',
        nextStep: 'Enter it in the credential: without it the trigger does not activate.',
      });
    }
    const describe = ({ anyOf, neededFor }: (typeof missing)[number]) => ({ scope: anyOf.join(' or '), neededFor });
    return [
      {
        json: {
          ok: problems.length === 0,
          shop: access.shop,
          name: data?.shop.name ?? null,
          apiVersion: client.version,
          apiVersionServed: data !== undefined,
          grantedScopes: granted ?? null,
          missingScopes: missing.filter(({ required }) => required).map(describe),
          missingOptionalScopes: missing.filter(({ required }) => !required).map(describe),
          webhookSecretSet: access.webhookSecrets.length > 0,
          problems,
        } as unknown as IDataObject,
      },
    ];
  },
};

/** A version that is no longer served is a finding of this check; everything else stays an error. */
function versionProblem(error: unknown): Failure {
  if (isFailure(error) && error.details.code === 'API_VERSION_CHANGED') return error;
  throw error;
}
