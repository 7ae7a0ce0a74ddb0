import type { INodeProperties } from 'n8n-workflow';
import { fingerprintOf } from '../../../../core/delivery';
import type { Address, Party } from '../../../../core/documents';
import { businessKey } from '../../../../core/keys';
import { effectOperation } from '../../../shared/hub';
import type { ErpConnection, PartyRequest } from '../../contract';
import { connectionOf } from '../../shared/connection';
import { documentProperties, readDocument } from '../../shared/document';
import { effectKey } from '../../shared/effectKey';
import { effectOf } from '../../shared/effectOf';
import { linkOf } from '../../shared/linkOf';

const properties: INodeProperties[] = [
  ...documentProperties,
  {
    displayName: 'Options',
    name: 'partyOptions',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: [
      {
        displayName: 'Match by Number',
        name: 'matchByNumber',
        type: 'boolean',
        default: false,
        description: "Whether the document's number is the code of the party in the ERP",
      },
    ],
  },
];

/** Finds the party of a canonical party document in the ERP, or creates it with its addresses and contacts. */
export const findOrCreate = effectOperation<ErpConnection>({
  effect: effectOf('party.findOrCreate'),
  option: {
    name: 'Create or Get',
    value: 'findOrCreate',
    action: 'Create or get a party',
    description: 'Find the party of a document, or create it with its addresses and contacts',
  },
  properties,
  connect: connectionOf,
  plan(context, itemIndex) {
    const party = readDocument(context, itemIndex, 'party');
    const { matchByNumber = false } = context.getNodeParameter('partyOptions', itemIndex, {}) as {
      readonly matchByNumber?: boolean;
    };
    return {
      identify: ({ target }) => ({
        key: effectKey(target, businessKey({ ...party, documentType: 'party', version: undefined })),
        version: party.version ?? party.updatedAt,
        fingerprint: fingerprintOf(party, { matchByNumber }),
      }),
      async write(connection) {
        const result = await connection.findOrCreateParty(partyRequest(party, matchByNumber));
        return { result, links: linkOf(connection.target, 'party', party, result) };
      },
    };
  },
});

/** The canonical party in the contract's terms; its own number counts only where the user says that it is the ERP's code. */
export function partyRequest(party: Party, matchByNumber: boolean): PartyRequest {
  return {
    system: party.system,
    tenant: party.tenant,
    id: party.id,
    number: matchByNumber ? party.number : undefined,
    name: party.name,
    email: party.email,
    phone: party.phone,
    taxId: party.taxId,
    invoiceAddress: addressFor(party, 'invoice'),
    deliveryAddress: addressFor(party, 'delivery'),
  };
}

function addressFor({ addresses }: Party, use: 'invoice' | 'delivery'): Address | undefined {
  return addresses?.find(({ uses }) => uses.includes(use))?.address;
}
