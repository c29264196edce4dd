/** Tests of soft-decision decoding. */
@NullMarked
package uz.fiskaldesk.scan.soliq.decoding;

import org.jspecify.annotations.NullMarked;
