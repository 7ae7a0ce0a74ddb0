import type { INodeProperties } from 'n8n-workflow';
import type { Address, Party } from '../../../../core/documents';
import type { Operation } from '../../../shared';
import type { PartyRequest } from '../../contract';
import { connectionOf } from '../../shared/connection';
import { documentProperties, readDocument } from '../../shared/document';
import { effectOf } from '../../shared/effectOf';
import { toItem } from '../../shared/output';

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
export const findOrCreate: Operation = {
  effect: effectOf('party.findOrCreate'),
  option: {
    name: 'Create or Get',
    value: 'findOrCreate',
    action: 'Create or get a party',
    description: 'Find the party of a document, or create it with its addresses and contacts',
  },
  properties,
  async execute(context, itemIndex) {
    const party = readDocument(context, itemIndex, 'party');
    const { matchByNumber } = context.getNodeParameter('partyOptions', itemIndex, {}) as { readonly matchByNumber?: boolean };
    const connection = await connectionOf(context);
    return [toItem(await connection.findOrCreateParty(partyRequest(party, matchByNumber === true)))];
  },
};

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
