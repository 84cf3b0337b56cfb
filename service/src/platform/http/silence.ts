import type { Socket } from 'node:net';

/** Of each connection: milliseconds after which it is closed when nothing comes or goes. */
const bounds = new WeakMap<Socket, number>();

export const boundSilence = (socket: Socket, milliseconds: number): void =>
  void bounds.set(socket, milliseconds);

/** All of a request has come: its sender is silent for as long as it is worked on. */
export const allowSilence = (socket: Socket): void => void socket.setTimeout(0);

/** It is answered: whoever does not read the answer holds it no longer than whoever sends nothing. */
export const endSilence = (socket: Socket): void => void socket.setTimeout(bounds.get(socket) ?? 0);
