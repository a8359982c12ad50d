/** Makes secure channels. Package AID A00000015104, version 1.1. */
package org.globalplatform.securechannel.provider;
