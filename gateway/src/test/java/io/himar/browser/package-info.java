/** The Chromium of the machine, in which the page is tested as its users have it. */
package io.himar.browser;
