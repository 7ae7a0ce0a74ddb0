import type { HttpAnswer } from '../../faults';

const titles: { readonly [status: number]: string } = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  423: 'Locked',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** Werkzeug's own words where the server adds none. */
const standardTexts: { readonly [status: number]: string } = {
  401:
    'The server could not verify that you are authorized to access the URL requested. You either supplied the wrong credentials ' +
    "(e.g. a bad password), or your browser doesn't understand how to supply the credentials required.",
  403: "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server.",
  404: 'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  405: 'The method is not allowed for the requested URL.',
  413: 'The data value transmitted exceeds the capacity limit.',
  429: 'This user has exceeded an allotted request count. Try again later.',
  500:
    'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there ' +
    'is an error in the application.',
};

/** An error page as Werkzeug, the server's HTTP library, writes it. */
export function errorPage(
  status: number,
  text = standardTexts[status] ?? '',
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const title = titles[status] ?? '';
  const shown = escapeHtml(text).replaceAll('\n', '<br>');
  const body = `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${shown}</p>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

/** The answer to a missing or invalid session: no body. */
export function unauthorized(isAjax: boolean): HttpAnswer {
  const challenge: Readonly<Record<string, string>> = isAjax ? {} : { 'www-authenticate': 'Basic realm="Tryton"' };
  return { status: 401, headers: { 'content-type': 'text/plain; charset=utf-8', ...challenge }, body: '' };
}

/** Sends a caller who forgot the trailing slash to the right address. */
export function redirectPage(location: string): HttpAnswer {
  const link = escapeHtml(location);
  const body =
    '<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected ' +
    `automatically to the target URL: <a href="${link}">${link}</a>. If not, click the link.\n`;
  return { status: 308, headers: { 'content-type': 'text/html; charset=utf-8', location }, body };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');
}
