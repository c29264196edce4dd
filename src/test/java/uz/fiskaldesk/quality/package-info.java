/** What the build itself checks: formatting, the rules between packages, the language files. */
@NullMarked
package uz.fiskaldesk.quality;

import org.jspecify.annotations.NullMarked;
