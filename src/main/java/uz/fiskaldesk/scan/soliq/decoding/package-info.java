/** Decodes the bits of a receipt's code by soft-decision decoding, and accepts only texts that are certain. */
@NullMarked
package uz.fiskaldesk.scan.soliq.decoding;

import org.jspecify.annotations.NullMarked;
