// Entries of the outbox on this browser's disk (IndexedDB), by account, call and key.

const STORE = "entries";
const PATIENCE = 2_000; // ms after which a disk that does not open counts as none

/**
 * An entry is `{account, url, key, …}`; these three name it. Where the browser gives no disk (a
 * private window, no space left) nothing is kept and nothing raised.
 */
export class OutboxStore {
  #opened = null;

  /**
   * Keep entries in the place of those with the same names: all of them, or none, and then this
   * resolves to null. Otherwise it resolves when a crash cannot undo it.
   */
  put(entries) {
    return this.#run("readwrite", "strict", (store) => entries.map((entry) => store.put(entry)));
  }

  /** Remove entries by their names. */
  async remove(entries) {
    await this.#run("readwrite", "relaxed", (store) =>
      entries.map(({ account, url, key }) => store.delete([account, url, key])),
    );
  }

  /** Resolves to all entries of an account, or of one call of it. */
  async all(...names) {
    const found = await this.#run("readonly", "relaxed", (store) => [
      store.getAll(IDBKeyRange.bound(names, [...names, []])), // in keys, a list comes after every text
    ]);
    return found?.[0].result ?? [];
  }

  /** Do something in one transaction; resolves to its requests, or to null where it failed. */
  async #run(mode, durability, work) {
    try {
      const database = await (this.#opened ??= this.#open());
      return await perform(database, mode, durability, work);
    } catch {
      this.#opened = null; // the disk may only have been slow: the next entry tries anew
      return null;
    }
  }

  #open() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(reject, PATIENCE);
      const request = indexedDB.open("outbox", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["account", "url", "key"] });
      request.onerror = reject;
      request.onsuccess = () => {
        clearTimeout(timer);
        const database = request.result;
        // The person clears the site's data: begin anew with the next entry.
        database.onclose = database.onversionchange = () => {
          database.close();
          this.#opened = null;
        };
        resolve(database);
      };
    });
  }
}

function perform(database, mode, durability, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability });
    transaction.onabort = () => reject(transaction.error);
    const requests = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(requests);
    transaction.commit(); // now: the page may be gone before it hears of the requests
  });
}
