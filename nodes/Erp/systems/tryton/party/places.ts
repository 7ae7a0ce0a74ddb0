import type { Address } from '../../../../../core/documents';
import type { TrytonClient } from '../client';
import { searchRead } from '../client';
import type { Place } from './addressValues';

/** Looks up countries and regions once an execution; many databases have none, because they are imported by a separate script. */
export class Places {
  private readonly found = new Map<string, Promise<Place>>();

  constructor(private readonly client: TrytonClient) {}

  async of(address: Address): Promise<Place> {
    const { countryCode, regionCode } = address;
    if (countryCode === undefined) return {};
    const key = `${countryCode} ${regionCode ?? ''}`;
    const known = this.found.get(key) ?? this.read(countryCode, regionCode);
    this.found.set(key, known);
    known.catch(() => this.found.delete(key));
    return known;
  }

  private async read(countryCode: string, regionCode: string | undefined): Promise<Place> {
    const [country] = await searchRead(this.client, 'country.country', [['code', '=', countryCode]], {
      fields: ['code'],
      limit: 1,
    });
    if (country === undefined) return {};
    if (regionCode === undefined) return { country: country.id };
    // ISO 3166-2: the region's code carries the country's in front.
    const code = regionCode.startsWith(`${countryCode}-`) ? regionCode : `${countryCode}-${regionCode}`;
    const [subdivision] = await searchRead(
      this.client,
      'country.subdivision',
      [
        ['country', '=', country.id],
        ['code', '=', code],
      ],
      { fields: ['code'], limit: 1 },
    );
    return { country: country.id, subdivision: subdivision?.id };
  }
}
