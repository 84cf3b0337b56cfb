import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { Problem } from '../problems/index.js';
import { detailsOf } from './problem-details.js';

/** Codes of OpenSSL: there is no connection that an answer could go over, as where plain http comes to TLS. */
const NO_TLS = /^(?:EPROTO|ERR_SSL_|ERR_TLS_)/;

/**
 * Answers what is no request that could be handed on, such as one whose header fields are too large, with problem
 * details like everything else: Node itself would answer with a bare status line.
 */
export function answerUnread(server: Server | TlsServer): void {
  const answers = new WeakMap<Duplex, readonly ServerResponse[]>();
  const owedOn = (socket: Duplex): ServerResponse[] =>
    (answers.get(socket) ?? []).filter(({ writableFinished }) => !writableFinished);
  server.on('request', ({ socket }, response) => {
    answers.set(socket, [...owedOn(socket), response]);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Answers come in the order of their requests (RFC 9112 §9.3.2): none goes before or into one that is owed.
    const isOwed = owedOn(socket).some(({ req, headersSent }) => req.complete || headersSent);
    if (error.code === 'ECONNRESET' || NO_TLS.test(error.code ?? '') || !socket.writable || isOwed) {
      socket.destroy(error);
      return;
    }
    const { status, json } = detailsOf(problemOf(error.code), randomUUID());
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(json)}`,
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${json}`);
  });
}

/** By the codes of Node's parser. */
function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Problem('headers-too-large', 'HEADERS_TOO_LARGE', {
      zh: '地址和请求头合计不得超过16 KiB：请缩短后重发。',
      en: 'Address and header fields may have 16 KiB together: send less.',
    });
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new Problem('slow', 'REQUEST_TOO_SLOW', {
      zh: '请求没有在时限内传完：请检查网络后重发。',
      en: 'The request did not arrive in time: check the network and send it again.',
    });
  }
  return new Problem('invalid', 'REQUEST_MALFORMED', {
    zh: '这不是HTTP/1.1请求：请检查发送它的程序。',
    en: 'This is no HTTP/1.1 request: check the program that sends it.',
  });
}
