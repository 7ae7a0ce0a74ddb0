/** Which process of a campaign listens where: fixed, so that whoever is killed is found again under its address. */
export interface CampaignPorts {
  readonly n8nMain: number;
  readonly workers: readonly [number, number];
  readonly hubs: readonly [HubPorts, HubPorts];
  /** The addresses before both hub replicas. */
  readonly publicProxy: number;
  readonly privateProxy: number;
  readonly erp: number;
  readonly shop: number;
  readonly redis: number;
  readonly postgres: number;
}

export interface HubPorts {
  readonly publicPort: number;
  readonly privatePort: number;
}

/** How many neighbouring ports a campaign takes. */
export const PORT_COUNT = 16;

/** The ports of a campaign; an n8n process takes two (itself and its task broker). */
export function campaignPorts(first: number): CampaignPorts {
  return {
    n8nMain: first,
    workers: [first + 2, first + 4],
    hubs: [
      { publicPort: first + 6, privatePort: first + 7 },
      { publicPort: first + 8, privatePort: first + 9 },
    ],
    publicProxy: first + 10,
    privateProxy: first + 11,
    erp: first + 12,
    shop: first + 13,
    redis: first + 14,
    postgres: first + 15,
  };
}
