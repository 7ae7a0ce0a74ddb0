import axios from 'axios';
import type { Readable } from 'node:stream';
import type { Post } from '../contract';

/** Larger than any batch the dispatcher makes. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Pushes with axios. Only the status of the answer counts, so its body is not read. A redirect is an answer like any other: batches
 * go where the node registered, and nowhere else. Proxy variables of the environment are not used: n8n is a neighbour.
 */
export const axiosPost: Post = async (url, headers, body, timeoutMs) => {
  const response = await axios.post<Readable>(url, body, {
    headers: { ...headers },
    timeout: timeoutMs,
    // `timeout` does not cover the time until a connection stands.
    signal: AbortSignal.timeout(timeoutMs),
    maxRedirects: 0,
    proxy: false,
    maxBodyLength: MAX_BODY_BYTES,
    responseType: 'stream',
    decompress: false,
    validateStatus: () => true,
  });
  response.data.on('error', () => undefined); // the status is known; what happens to the rest does not matter
  response.data.resume();
  return { status: response.status };
};
