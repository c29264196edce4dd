@NullMarked
package uz.fiskaldesk.scan.picture;

import org.jspecify.annotations.NullMarked;
