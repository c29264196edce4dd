/** The ways to look for a QR code in a picture: each a binarisation or a filter before one of the two decoders. */
@NullMarked
package uz.fiskaldesk.scan.look;

import org.jspecify.annotations.NullMarked;
