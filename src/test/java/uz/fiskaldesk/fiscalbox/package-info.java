@NullMarked
package uz.fiskaldesk.fiscalbox;

import org.jspecify.annotations.NullMarked;
