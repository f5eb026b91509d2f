/** What can go wrong, each fault with its end and with the proof that it was there. */
package io.himar.reliability.fault;
