/** What is promised, and whether it was kept: from rows, events, objects, and what clients were told. */
package io.himar.reliability.check;
