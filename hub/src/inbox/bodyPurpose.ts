/** What the ciphertext of a body is bound to: its delivery, which is known before the event has an id. */
export function bodyPurpose(source: string, deliveryId: string): string {
  return `event.body/${encodeURIComponent(source)}/${encodeURIComponent(deliveryId)}`;
}
