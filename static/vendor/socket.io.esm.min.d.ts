// What `js/shared/connection.js` uses of the Socket.IO client, which set-up puts beside this file:
// with these lines `npm run types` does not read the client itself.

export interface Socket {
  connected: boolean;
  active: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: each event brings a payload of its own
  on(event: string, listener: (payload: any) => void): Socket;
  connect(): Socket;
  disconnect(): Socket;
  // biome-ignore lint/suspicious/noExplicitAny: each event is answered in its own way
  timeout(milliseconds: number): { emitWithAck(event: string, body: object): Promise<any> };
}

export function io(address: string, options: object): Socket;
